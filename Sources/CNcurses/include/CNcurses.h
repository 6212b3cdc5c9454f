#ifndef WEIR_CNCURSES_H
#define WEIR_CNCURSES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// What Swift needs of ncurses, without the macros, the shared variables and the variadic functions it cannot import
// (screen.c), and the terminal's way back, which has to work inside of signal handlers and so is C (restore.c).

// How a cell looks: bits that can be joined.
#define WEIR_BOLD 1u
#define WEIR_DIM 2u
#define WEIR_UNDERLINE 4u
#define WEIR_REVERSE 8u

// The largest number of rows and of columns that is believed, whoever claims it.
#define WEIR_LARGEST 1000

// screen.c: before the screen is open. Nothing is written by these.

// A descriptor of the terminal to read keys from, or -1: standard input if it is the terminal and `device` is false,
// else the device of the controlling terminal.
int weir_open_keys(bool device);
// Whether the terminal of this name can address its cursor and clear its screen.
bool weir_can_draw(const char *name);
// Takes the locale's character set; true if it is UTF-8.
bool weir_use_locale(void);
// The bytes that the terminal sends for a key, by its name in terminfo; null if there are none.
const char *weir_key_sequence(const char *capability);

// screen.c: the screen.

// Opens the screen on descriptors that weir_take_over and weir_open_keys gave; false if that is impossible, and then
// weir_give_back and weir_close_screen are still to be called, in this order, as at the end.
bool weir_open_screen(const char *name, int output, int keys);
void weir_close_screen(void);
// Starts colours; how many there are, 0 for none.
int weir_start_colors(void);
// Makes a colour pair; -1 is the terminal's own colour.
void weir_make_pair(int pair, int foreground, int background);
void weir_resize_screen(int rows, int columns);
// Puts one character of 1 or 2 columns, with a mark if that is not 0.
void weir_put(int row, int column, int width, uint32_t scalar, uint32_t mark, uint32_t look, int pair);
// Puts ASCII text of one look.
void weir_put_text(int row, int column, const char *text, int count, uint32_t look, int pair);
// Sends what was put; the terminal's cursor is then at that place.
void weir_send(int row, int column);
// Addresses the cursor anew, for a terminal that may be elsewhere than ncurses thinks.
void weir_place_cursor(int row, int column);
void weir_show_cursor(bool visible);
// The next weir_send clears the screen and sends everything; the window is blank until then.
void weir_forget_screen(void);

// restore.c: the terminal while it is ours.

// Saves the terminal's state, makes the bytes that give it back, redirects standard error and takes the signals.
// Returns the descriptor that the screen is to write to; -1 if that is impossible, and then nothing has changed.
int weir_take_over(void);
// To be called when the screen is open: what it did to the terminal is what a return from a stop does again.
void weir_taken(void);
// To be called if the screen could not be opened: there are no bytes to send to the terminal then.
void weir_nothing_taken(void);
// The terminal as it was, the former handlers, and what was written to standard error; again does nothing.
void weir_give_back(void);
// Stops the foreground process group and returns when it is continued, with the terminal taken again.
void weir_suspend(void);
// Where a byte can be read after the window changed ('w') or the process was continued ('c').
int weir_news(void);
// The present size of the terminal, within sane bounds.
void weir_size(int *rows, int *columns);
// Whether the terminal takes bytes now.
bool weir_is_writable(void);
// A descriptor to wait on for that.
int weir_output(void);
// Writes bytes around the screen, which must have been sent; false if the terminal is gone.
bool weir_write(const uint8_t *bytes, size_t count);
// Whether the terminal is of the family that has control sequences by ECMA-48.
bool weir_has_sequences(void);
// Gives the calling thread a stack for the handlers to run on, so that they also survive its stack's overflow.
void weir_guard_thread(void);
// Between these, SIGTERM, SIGHUP, SIGINT and SIGQUIT are only remembered. They nest.
void weir_hold(void);
void weir_release(void);

#endif
