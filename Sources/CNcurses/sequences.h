#ifndef WEIR_SEQUENCES_H
#define WEIR_SEQUENCES_H

#include <stddef.h>

// The bytes that give a terminal back and take it again, made from terminfo while that is safe.

void weir_make_sequences(int rows);
// The way back ends on the last row of the screen where there is no other screen to return to.
void weir_note_rows(int rows);
const char *weir_way_back(size_t *length);
// All that takes the terminal again after a stop.
const char *weir_way_in(size_t *length);
// What of that ncurses does not send when it opens the screen.
const char *weir_way_in_rest(size_t *length);

#endif
