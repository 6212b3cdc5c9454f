#define _GNU_SOURCE 1
#define _DARWIN_C_SOURCE 1

#include "include/CNcurses.h"
#include "sequences.h"

#include <curses.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <term.h>

typedef struct {
    char bytes[1024];
    size_t length;
} Text;

// Two of the way back: one is made while a handler may use the other.
static Text back[2];
static atomic_int present_back;
static Text in, in_rest;
static bool has_sequences;
static int last_rows;

static void add(Text *text, const char *bytes) {
    size_t length = strlen(bytes);
    if (length > sizeof text->bytes - text->length) return;
    memcpy(text->bytes + text->length, bytes, length);
    text->length += length;
}

// Adds a capability without the delays that terminfo writes as $<5>: a handler cannot wait, and nothing that is still
// connected needs them.
static void add_capability(Text *text, const char *capability) {
    if (!capability || capability == (const char *)-1) return;
    char plain[256];
    size_t length = 0;
    while (*capability && length + 1 < sizeof plain) {
        const char *close = strncmp(capability, "$<", 2) == 0 ? strchr(capability, '>') : NULL;
        if (close) {
            capability = close + 1;
        } else {
            plain[length++] = *capability++;
        }
    }
    plain[length] = 0;
    add(text, plain);
}

static void make_way_back(int rows) {
    int next = 1 - atomic_load(&present_back);
    Text *text = &back[next];
    text->length = 0;
    if (has_sequences) add(text, "\033[?2004l\033[?1006l\033[?1003l\033[?1002l\033[?1000l");
    add_capability(text, exit_attribute_mode);
    add_capability(text, keypad_local);
    add_capability(text, cursor_normal);
    if (exit_ca_mode) {
        add_capability(text, exit_ca_mode);
    } else {
        add_capability(text, tparm(cursor_address, rows - 1, 0));
        add(text, "\r\n");
    }
    atomic_store(&present_back, next);
}

void weir_make_sequences(int rows) {
    has_sequences = cursor_address && strncmp(cursor_address, "\033[", 2) == 0;
    in.length = in_rest.length = 0;
    add_capability(&in, enter_ca_mode);
    add_capability(&in, keypad_xmit);
    add_capability(&in, cursor_invisible);
    if (has_sequences) {
        add(&in, "\033[?2004h");
        add(&in_rest, "\033[?2004h");
    }
    last_rows = rows;
    make_way_back(rows);
}

void weir_note_rows(int rows) {
    if (last_rows == 0 || rows == last_rows) return;
    last_rows = rows;
    make_way_back(rows);
}

const char *weir_way_back(size_t *length) {
    const Text *text = &back[atomic_load(&present_back)];
    *length = text->length;
    return text->bytes;
}

const char *weir_way_in(size_t *length) {
    *length = in.length;
    return in.bytes;
}

const char *weir_way_in_rest(size_t *length) {
    *length = in_rest.length;
    return in_rest.bytes;
}

bool weir_has_sequences(void) {
    return has_sequences;
}
