#define _GNU_SOURCE 1
#define _DARWIN_C_SOURCE 1
#define _XOPEN_SOURCE_EXTENDED 1
#define NCURSES_WIDECHAR 1

#include "include/CNcurses.h"

#include <curses.h>
#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <term.h>
#include <unistd.h>
#include <wchar.h>

// Macros of term.h.
#undef columns
#undef lines

static SCREEN *screen;
static FILE *output_file;
static FILE *keys_file;

// Descriptors below 3 are never used for anything of ours, even if the program was started without them.
static int raised(int descriptor) {
    if (descriptor < 0 || descriptor > 2) return descriptor;
    int other = fcntl(descriptor, F_DUPFD_CLOEXEC, 3);
    close(descriptor);
    return other;
}

static bool same_terminal(int one, int other) {
    struct stat first, second;
    return isatty(one) && fstat(one, &first) == 0 && fstat(other, &second) == 0 && first.st_rdev == second.st_rdev;
}

int weir_open_keys(bool device) {
    if (!device && same_terminal(0, 1)) return fcntl(0, F_DUPFD_CLOEXEC, 3);
#ifdef __APPLE__
    // A Dispatch source cannot watch /dev/tty there.
    const char *path = ttyname(1);
#else
    const char *path = "/dev/tty";
#endif
    return path ? raised(open(path, O_RDWR | O_NOCTTY | O_CLOEXEC)) : -1;
}

bool weir_can_draw(const char *name) {
    int found = 0;
    // What the environment and the kernel say of the size is unbounded, and not asked yet.
    use_env(FALSE);
    use_tioctl(FALSE);
    if (setupterm((char *)name, 1, &found) != OK) return false;
    // What a terminfo entry says of the size is what newterm allocates at first.
    return cursor_address && clear_screen && !generic_type && tigetnum("lines") <= WEIR_LARGEST
        && tigetnum("cols") <= WEIR_LARGEST;
}

bool weir_use_locale(void) {
    setlocale(LC_CTYPE, "");
    return strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

const char *weir_key_sequence(const char *capability) {
    const char *sequence = tigetstr((char *)capability);
    return sequence == (const char *)-1 ? NULL : sequence;
}

bool weir_open_screen(const char *name, int output, int keys) {
    output_file = fdopen(output, "w");
    int own = fcntl(keys, F_DUPFD_CLOEXEC, 3);
    keys_file = own < 0 ? NULL : fdopen(own, "r");
    // newterm needs a size, from the terminfo entry at least; the environment's is never asked.
    struct winsize size;
    use_tioctl(ioctl(output, TIOCGWINSZ, &size) == 0 && size.ws_row <= WEIR_LARGEST && size.ws_col <= WEIR_LARGEST);
    screen = output_file && keys_file ? newterm((char *)name, output_file, keys_file) : NULL;
    if (!screen) {
        weir_nothing_taken();
        return false;
    }
    raw();
    noecho();
    nonl();
    keypad(stdscr, TRUE);
    // Keys are read past ncurses, so a look at what is typed would only cut frames short.
    typeahead(-1);
    curs_set(0);
    return true;
}

void weir_close_screen(void) {
    if (screen) delscreen(screen);
    if (output_file) fclose(output_file);
    if (keys_file) fclose(keys_file);
    screen = NULL;
    output_file = NULL;
    keys_file = NULL;
}

static int own_background = -1;

int weir_start_colors(void) {
    if (!has_colors() || start_color() != OK) return 0;
    if (use_default_colors() != OK) own_background = COLOR_BLACK;
    return COLORS;
}

void weir_make_pair(int pair, int foreground, int background) {
    init_pair((short)pair, (short)foreground, (short)(background < 0 ? own_background : background));
}

void weir_resize_screen(int rows, int columns) {
    resize_term(rows, columns);
}

static attr_t attributes(uint32_t look) {
    attr_t result = A_NORMAL;
    if (look & WEIR_BOLD) result |= A_BOLD;
    if (look & WEIR_DIM) result |= A_DIM;
    if (look & WEIR_UNDERLINE) result |= A_UNDERLINE;
    if (look & WEIR_REVERSE) result |= A_REVERSE;
    return result;
}

void weir_put(int row, int column, int width, uint32_t scalar, uint32_t mark, uint32_t look, int pair) {
    wchar_t text[3] = {(wchar_t)scalar, 0, 0};
    if (wcwidth(text[0]) != width) {
        // ncurses would lay out the row differently than the grid does.
        text[0] = MB_CUR_MAX > 1 ? 0xFFFD : L'?';
        if (width == 2) weir_put(row, column + 1, 1, ' ', 0, look, pair);
    } else if (mark && wcwidth((wchar_t)mark) == 0) {
        text[1] = (wchar_t)mark;
    }
    cchar_t cell;
    // In the last cell of the screen this fails after it has put the character, which is right.
    if (setcchar(&cell, text, attributes(look), (short)pair, NULL) == OK) mvadd_wch(row, column, &cell);
}

void weir_put_text(int row, int column, const char *text, int count, uint32_t look, int pair) {
    attr_set(attributes(look), (short)pair, NULL);
    mvaddnstr(row, column, text, count);
    attr_set(A_NORMAL, 0, NULL);
}

void weir_send(int row, int column) {
    move(row, column);
    refresh();
}

void weir_place_cursor(int row, int column) {
    // Past ncurses, which has sent all it has: it is already where it is sent to by its own account.
    const char *sequence = tparm(cursor_address, row, column);
    if (sequence) weir_write((const uint8_t *)sequence, strlen(sequence));
}

void weir_show_cursor(bool visible) {
    curs_set(visible ? 1 : 0);
}

void weir_forget_screen(void) {
    erase();
    clearok(stdscr, TRUE);
}
