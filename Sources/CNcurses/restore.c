#define _GNU_SOURCE 1
#define _DARWIN_C_SOURCE 1

#include "include/CNcurses.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include "sequences.h"

// There is one way back, for the program's end, a crash, a signal and a stop: the same bytes, the same termios. All
// that the handlers touch is static and was made before they were installed; all that they call is safe in a handler.

static int tty = -1;            // the terminal, for the way back
static int screen_output = -1;  // the terminal, for the screen; leads nowhere while the terminal is given back
static int nowhere = -1;
static int real_error = -1;
static int captured = -1;
static int news_out = -1, news_in = -1;
static struct termios before, during;
static atomic_bool is_open;
static atomic_bool is_given_back;
static atomic_bool is_error_released;
static atomic_bool is_ending;
static atomic_int holds;
static atomic_int remembered;

static const int crashes[] = {SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGABRT, SIGFPE, SIGSYS,
    // No crashes, but as little expected, and an end by default.
    SIGUSR1, SIGUSR2, SIGALRM, SIGVTALRM, SIGPROF, SIGPIPE, SIGXCPU, SIGXFSZ};
static const int requests[] = {SIGTERM, SIGHUP, SIGINT, SIGQUIT};
static const int moves[] = {SIGTSTP, SIGCONT, SIGWINCH};
#define COUNT(array) (sizeof(array) / sizeof(array)[0])
static struct sigaction former[COUNT(crashes) + COUNT(requests) + COUNT(moves)];
static bool is_installed[COUNT(former)];
static struct sigaction stop_action;

// Writes what can be written in 200 ms; false if that was not all. A terminal whose reader is stalled must not keep the
// process alive.
static bool write_some(int descriptor, const char *bytes, size_t count) {
    int flags = fcntl(descriptor, F_GETFL);
    if (flags >= 0) fcntl(descriptor, F_SETFL, flags | O_NONBLOCK);
    int patience = 20;
    while (count > 0 && patience > 0) {
        ssize_t written = write(descriptor, bytes, count);
        if (written > 0) {
            bytes += written;
            count -= (size_t)written;
        } else if (written < 0 && errno == EAGAIN) {
            struct pollfd ready = {.fd = descriptor, .events = POLLOUT};
            // A terminal can be writable and still refuse, while another thread is in the middle of a write.
            if (poll(&ready, 1, 10) > 0) poll(NULL, 0, 10);
            patience--;
        } else if (written < 0 && errno == EINTR) {
            patience--;
        } else {
            break;
        }
    }
    if (flags >= 0) fcntl(descriptor, F_SETFL, flags);
    return count == 0;
}

static void give_back(bool at_once) {
    if (atomic_exchange(&is_given_back, true)) return;
    // What another thread draws from now on must not land on the shell's screen.
    dup2(nowhere, screen_output);
    if (at_once) tcflush(tty, TCOFLUSH);
    size_t length;
    const char *bytes = weir_way_back(&length);
    if (!write_some(tty, bytes, length)) {
        tcflush(tty, TCOFLUSH);
        write_some(tty, bytes, length);
    }
    // From the background this would stop the process instead.
    sigset_t mask, old;
    sigemptyset(&mask);
    sigaddset(&mask, SIGTTOU);
    pthread_sigmask(SIG_BLOCK, &mask, &old);
    tcsetattr(tty, TCSANOW, &before);
    pthread_sigmask(SIG_SETMASK, &old, NULL);
}

static void tell(char what) {
    // If the pipe is full there is news already.
    if (write(news_in, &what, 1) < 0) return;
}

static void take_again(void) {
    // In the background tcsetattr stops the process, until it is in the foreground. A shell that ends a stopped process
    // sends the signal and continues it: that signal goes first, whichever thread has it.
    if (tcgetpgrp(tty) != getpgrp()) poll(NULL, 0, 50);
    if (atomic_load(&is_ending)) return;
    tcsetattr(tty, TCSANOW, &during);
    dup2(tty, screen_output);
    atomic_store(&is_given_back, false);
    size_t length;
    const char *bytes = weir_way_in(&length);
    write_some(tty, bytes, length);
    tell('c');
}

// The real standard error again, with the end of what was written meanwhile.
static void release_error(void) {
    if (real_error < 0 || atomic_exchange(&is_error_released, true)) return;
    dup2(real_error, STDERR_FILENO);
    struct stat state;
    if (fstat(captured, &state) != 0) return;
    static char buffer[4096];
    const off_t most = 64 * 1024;
    off_t offset = state.st_size > most ? state.st_size - most : 0;
    ssize_t count;
    while ((count = pread(captured, buffer, sizeof buffer, offset)) > 0) {
        if (!write_some(STDERR_FILENO, buffer, (size_t)count)) return;
        offset += count;
    }
}

static void die(int number) {
    struct sigaction usual = {.sa_handler = SIG_DFL};
    sigaction(number, &usual, NULL);
    sigset_t mask;
    sigemptyset(&mask);
    sigaddset(&mask, number);
    pthread_sigmask(SIG_UNBLOCK, &mask, NULL);
    raise(number);
}

static void end(int number) {
    if (atomic_exchange(&is_ending, true)) {
        // Another thread is giving the terminal back, or this one crashed while it did.
        poll(NULL, 0, 500);
    } else if (atomic_load(&is_open)) {
        give_back(true);
        release_error();
    }
    die(number);
}

static void on_crash(int number) {
    end(number);
}

static void on_request(int number) {
    int error = errno;
    if (atomic_load(&holds) > 0) {
        atomic_store(&remembered, number);
        // The last release may have come between the two lines above.
        if (atomic_load(&holds) > 0 || atomic_exchange(&remembered, 0) == 0) {
            errno = error;
            return;
        }
    }
    end(number);
}

static void stop(bool whole_group) {
    give_back(false);
    struct sigaction ignore = {.sa_handler = SIG_IGN}, usual = {.sa_handler = SIG_DFL};
    if (whole_group) {
        // The others first, since what is sent to this very thread stops it before the next line, and only that.
        sigaction(SIGTSTP, &ignore, NULL);
        kill(0, SIGTSTP);
    }
    sigaction(SIGTSTP, &usual, NULL);
    sigset_t mask, old;
    sigemptyset(&mask);
    sigaddset(&mask, SIGTSTP);
    pthread_sigmask(SIG_UNBLOCK, &mask, &old);
    raise(SIGTSTP);
    pthread_sigmask(SIG_SETMASK, &old, NULL);
    sigaction(SIGTSTP, &stop_action, NULL);
    // Else the handler of SIGCONT did it.
    if (atomic_load(&is_given_back)) take_again();
}

static void on_move(int number) {
    int error = errno;
    if (!atomic_load(&is_open) || atomic_load(&is_ending)) return;
    if (number == SIGTSTP) stop(false);
    // Also after SIGSTOP, when nothing was given back: the shell may have used the terminal.
    if (number == SIGCONT) take_again();
    if (number == SIGWINCH) tell('w');
    errno = error;
}

static size_t install(const int *numbers, size_t count, size_t index, void (*handler)(int), int flags) {
    for (size_t each = 0; each < count; each++, index++) {
        struct sigaction action = {.sa_handler = handler, .sa_flags = flags};
        sigemptyset(&action.sa_mask);
        // Of several signals the handler of the first runs last, unless it keeps the others away.
        if (handler != on_move) {
            for (size_t other = 0; other < COUNT(moves); other++) sigaddset(&action.sa_mask, moves[other]);
        }
        is_installed[index] = false;
        if (sigaction(numbers[each], NULL, &former[index]) != 0) continue;
        // What the caller has ignored stays ignored: SIGHUP under nohup, SIGTSTP without job control.
        if (!(former[index].sa_flags & SA_SIGINFO) && former[index].sa_handler == SIG_IGN) continue;
        if (numbers[each] == SIGTSTP) stop_action = action;
        is_installed[index] = sigaction(numbers[each], &action, NULL) == 0;
    }
    return index;
}

static size_t uninstall(const int *numbers, size_t count, size_t index) {
    for (size_t each = 0; each < count; each++, index++) {
        if (is_installed[index]) sigaction(numbers[each], &former[index], NULL);
        is_installed[index] = false;
    }
    return index;
}

static int unnamed_file(void) {
#ifdef __linux__
    int file = memfd_create("standard error", MFD_CLOEXEC);
#else
    char path[] = "/tmp/weir-XXXXXX";
    int file = mkstemp(path);
    if (file >= 0) unlink(path);
#endif
    if (file < 0 || file > 2) return file;
    int other = fcntl(file, F_DUPFD_CLOEXEC, 3);
    close(file);
    return other;
}

static void capture_error(void) {
    atomic_store(&is_error_released, false);
    real_error = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
    if (real_error < 0) return;
    captured = unnamed_file();
    if (captured >= 0 && dup2(captured, STDERR_FILENO) >= 0) return;
    close(real_error);
    real_error = -1;
}

static void close_all(void) {
    int *all[] = {&tty, &nowhere, &real_error, &captured, &news_out, &news_in};
    for (size_t index = 0; index < COUNT(all); index++) {
        if (*all[index] >= 0) close(*all[index]);
        *all[index] = -1;
    }
}

static bool open_news(void) {
    int ends[2];
    if (pipe(ends) != 0) return false;
    news_out = fcntl(ends[0], F_DUPFD_CLOEXEC, 3);
    news_in = fcntl(ends[1], F_DUPFD_CLOEXEC, 3);
    close(ends[0]);
    close(ends[1]);
    if (news_out < 0 || news_in < 0) return false;
    fcntl(news_out, F_SETFL, O_NONBLOCK);
    fcntl(news_in, F_SETFL, O_NONBLOCK);
    return true;
}

int weir_take_over(void) {
    tty = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
    int hole = open("/dev/null", O_RDWR | O_CLOEXEC);
    nowhere = fcntl(hole, F_DUPFD_CLOEXEC, 3);
    if (hole >= 0) close(hole);
    screen_output = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
    if (tty < 0 || nowhere < 0 || screen_output < 0 || tcgetattr(tty, &before) != 0 || !open_news()) {
        if (screen_output >= 0) close(screen_output);
        close_all();
        return -1;
    }
    int rows, columns;
    weir_size(&rows, &columns);
    weir_make_sequences(rows);
    during = before;
    atomic_store(&is_given_back, false);
    atomic_store(&is_ending, false);
    weir_guard_thread();
    capture_error();
    atomic_store(&is_open, true);
    size_t next = install(crashes, COUNT(crashes), 0, on_crash, SA_ONSTACK | SA_RESETHAND | SA_NODEFER);
    next = install(requests, COUNT(requests), next, on_request, SA_ONSTACK | SA_NODEFER);
    install(moves, COUNT(moves), next, on_move, SA_ONSTACK | SA_RESTART);
    return screen_output;
}

void weir_taken(void) {
    tcgetattr(tty, &during);
    size_t length;
    const char *bytes = weir_way_in_rest(&length);
    weir_write((const uint8_t *)bytes, length);
}

void weir_nothing_taken(void) {
    tcsetattr(tty, TCSANOW, &before);
    atomic_store(&is_given_back, true);
}

void weir_give_back(void) {
    if (!atomic_load(&is_open)) return;
    give_back(false);
    release_error();
    atomic_store(&is_open, false);
    size_t next = uninstall(crashes, COUNT(crashes), 0);
    next = uninstall(requests, COUNT(requests), next);
    uninstall(moves, COUNT(moves), next);
    close_all();
}

void weir_suspend(void) {
    // Only if the signal is ours: without job control nobody could continue the process.
    if (atomic_load(&is_open) && is_installed[COUNT(crashes) + COUNT(requests)]) stop(true);
}

int weir_news(void) {
    return news_out;
}

void weir_size(int *rows, int *columns) {
    struct winsize size = {0};
    bool known = ioctl(tty, TIOCGWINSZ, &size) == 0;
    *rows = known && size.ws_row > 0 ? size.ws_row : 24;
    *columns = known && size.ws_col > 0 ? size.ws_col : 80;
    if (*rows > WEIR_LARGEST) *rows = WEIR_LARGEST;
    if (*columns > WEIR_LARGEST) *columns = WEIR_LARGEST;
    weir_note_rows(*rows);
}

bool weir_is_writable(void) {
    struct pollfd ready = {.fd = tty, .events = POLLOUT};
    return poll(&ready, 1, 0) != 0;
}

int weir_output(void) {
    return tty;
}

bool weir_write(const uint8_t *bytes, size_t count) {
    while (count > 0) {
        ssize_t written = write(screen_output, bytes, count);
        if (written < 0 && errno != EINTR && errno != EAGAIN) return false;
        if (written > 0) {
            bytes += written;
            count -= (size_t)written;
        }
    }
    return true;
}

static pthread_key_t stack_key;
static pthread_once_t stack_once = PTHREAD_ONCE_INIT;
static const size_t stack_size = 128 * 1024;

static void drop_stack(void *memory) {
    stack_t none = {.ss_flags = SS_DISABLE};
    sigaltstack(&none, NULL);
    munmap(memory, stack_size);
}

static void make_stack_key(void) {
    pthread_key_create(&stack_key, drop_stack);
}

void weir_guard_thread(void) {
    pthread_once(&stack_once, make_stack_key);
    if (pthread_getspecific(stack_key)) return;
    void *memory = mmap(NULL, stack_size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANON, -1, 0);
    if (memory == MAP_FAILED) return;
    stack_t stack = {.ss_sp = memory, .ss_size = stack_size};
    if (sigaltstack(&stack, NULL) != 0 || pthread_setspecific(stack_key, memory) != 0) munmap(memory, stack_size);
}

void weir_hold(void) {
    atomic_fetch_add(&holds, 1);
}

void weir_release(void) {
    if (atomic_fetch_sub(&holds, 1) != 1) return;
    int number = atomic_exchange(&remembered, 0);
    // Not sent anew: this thread may be one that signals are kept from.
    if (number != 0) end(number);
}
