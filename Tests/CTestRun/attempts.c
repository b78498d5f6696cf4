// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

#define _GNU_SOURCE
#include "CTestRun.h"

#include <sched.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

int ctestrun_fork(void) {
  const int process = (int)syscall(SYS_clone, 17, 0, 0, 0, 0);
  if (process == 0) _exit(0);
  return process;
}

int ctestrun_trace(int process) { return (int)ptrace(PTRACE_ATTACH, process, 0, 0); }

int ctestrun_limit(int process) {
  const struct rlimit limits = {20, 20};
  return prlimit(process, RLIMIT_NOFILE, &limits, 0);
}

int ctestrun_ring(void) {
  unsigned char parameters[120] = {0};
  return (int)syscall(SYS_io_uring_setup, 4, parameters);
}

int ctestrun_namespace(void) { return unshare(CLONE_NEWUSER); }
