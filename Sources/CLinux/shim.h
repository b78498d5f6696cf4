// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

// What the C library has and Swift's Glibc does not show.

#ifndef HANAPER_CLINUX_SHIM_H
#define HANAPER_CLINUX_SHIM_H

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <malloc.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

/// syncfs(2)
int syncfs(int descriptor);

/// sync_file_range(2) with SYNC_FILE_RANGE_WRITE: the kernel begins to write a file to its disk, and nothing is waited for.
static inline int hanaper_begin_sync(int descriptor) {
  extern int sync_file_range(int descriptor, __off64_t offset, __off64_t length, unsigned int flags);
  return sync_file_range(descriptor, 0, 0, 2);
}

/// getdents64(2): the entries of a directory, in the form in which the kernel writes them.
ssize_t getdents64(int descriptor, void *buffer, size_t length);

/// memfd_create(2): a file in memory, which no disk can be too full for.
int memfd_create(const char *name, unsigned int flags);

/// Whether whoever started this program had the signal ignored, as nohup(1) does.
static inline int hanaper_is_ignored(int signal) {
  struct sigaction action;
  return sigaction(signal, NULL, &action) == 0 && action.sa_handler == SIG_IGN;
}

/// SIGTERM, SIGINT and SIGHUP, but for those that are ignored.
static inline sigset_t hanaper_ending_signals(void) {
  sigset_t signals;
  sigemptyset(&signals);
  const int ending[] = {SIGTERM, SIGINT, SIGHUP};
  for (int place = 0; place < 3; place++) {
    if (!hanaper_is_ignored(ending[place])) sigaddset(&signals, ending[place]);
  }
  return signals;
}

/// Has the ending signals wait until `hanaper_release_ending_signals`.
///
/// Called before any library has been initialised, so it asks nothing but the kernel. The bundle of
/// tests holds this code too and is to end as ever.
static inline void hanaper_hold_ending_signals(void) {
  char program[4096];
  ssize_t length = readlink("/proc/self/exe", program, sizeof program);
  static const char bundle[] = ".xctest";
  const ssize_t ending = sizeof bundle - 1;
  if (length >= ending && memcmp(program + length - ending, bundle, ending) == 0) return;
  sigset_t signals = hanaper_ending_signals();
  sigprocmask(SIG_BLOCK, &signals, NULL);
}

// Where the handler leaves what came. Only the functions below use it, and only one file calls them:
// each that does has a copy of its own.
static volatile int hanaper_signal_pipe = -1;

static inline void hanaper_note_signal(int signal) {
  const int before = errno;
  const unsigned char byte = (unsigned char)signal;
  ssize_t ignored = write(hanaper_signal_pipe, &byte, 1);
  (void)ignored;
  errno = before;
}

/// Has the ending signals noted; the descriptor is for `hanaper_next_ending_signal`.
///
/// A handler, because holding them does not last: where the main thread goes to sleep in libdispatch,
/// it lets every signal through.
static inline int hanaper_note_ending_signals(void) {
  int ends[2];
  if (pipe(ends) != 0) return -1;
  fcntl(ends[0], F_SETFD, FD_CLOEXEC);
  fcntl(ends[1], F_SETFD, FD_CLOEXEC);
  fcntl(ends[1], F_SETFL, O_NONBLOCK);
  hanaper_signal_pipe = ends[1];
  const sigset_t signals = hanaper_ending_signals();
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = hanaper_note_signal;
  action.sa_mask = signals;
  action.sa_flags = SA_RESTART;
  for (int signal = 1; signal < 32; signal++) {
    if (sigismember(&signals, signal) == 1) sigaction(signal, &action, NULL);
  }
  return ends[0];
}

/// Lets the calling thread have the ending signals, so that those who work are not interrupted.
static inline void hanaper_release_ending_signals(void) {
  const sigset_t signals = hanaper_ending_signals();
  pthread_sigmask(SIG_UNBLOCK, &signals, NULL);
}

/// Waits for the next of the ending signals; 0 where that cannot be done.
static inline int hanaper_next_ending_signal(int descriptor) {
  unsigned char signal = 0;
  ssize_t count;
  do count = read(descriptor, &signal, 1);
  while (count < 0 && errno == EINTR);
  return count == 1 ? signal : 0;
}

/// Ends the process by a signal, as if nobody had ever held it.
static inline void hanaper_end_by(int number) {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, number);
  signal(number, SIG_DFL);
  pthread_sigmask(SIG_UNBLOCK, &signals, NULL);
  kill(getpid(), number);
  _exit(128 + number);
}

/// Which Landlock the kernel has; less than 1 for none.
///
/// Source: landlock(7)
static inline int hanaper_landlock_version(void) {
  return (int)syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
}

/// A set of rules by which these rights are had only below paths that are named; -1 where there can be none.
static inline int hanaper_landlock_begin(unsigned long long rights) {
  const struct landlock_ruleset_attr rules = {.handled_access_fs = rights};
  return (int)syscall(SYS_landlock_create_ruleset, &rules, sizeof rules, 0);
}

/// Gives rights to what an open file or directory is, and all below it; 0 where that was done.
static inline int hanaper_landlock_allow(int rules, int place, unsigned long long rights) {
  const struct landlock_path_beneath_attr rule = {.allowed_access = rights, .parent_fd = place};
  return (int)syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
}

/// Holds the calling thread, and all that it starts, to the rules for good; 0 where that was done.
static inline int hanaper_landlock_close(int rules) {
  return (int)syscall(SYS_landlock_restrict_self, rules, 0);
}

/// Gives up for good what programs with more rights than their caller would gain; 0 where that was done.
static inline int hanaper_gain_no_rights(void) { return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); }

/// posix_spawn_file_actions_addclosefrom_np(3), whose type another header has.
int hanaper_add_close_from(void *actions, int first)
    __asm__("posix_spawn_file_actions_addclosefrom_np");

/// A descriptor that can be polled for the end of a child; -1 where the kernel has none.
static inline int hanaper_watch(int process) { return (int)syscall(SYS_pidfd_open, process, 0); }

/// Has writing to a closed pipe answer EPIPE.
static inline void hanaper_ignore_broken_pipes(void) { signal(SIGPIPE, SIG_IGN); }

#endif
