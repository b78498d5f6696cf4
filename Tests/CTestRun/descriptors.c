// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

#define _GNU_SOURCE
#include "CTestRun.h"

#include <spawn.h>
#include <stddef.h>
#include <sys/socket.h>

int ctestrun_accept(int listener) { return accept4(listener, NULL, NULL, SOCK_CLOEXEC); }

int ctestrun_add_close_from(void *actions, int first) {
  return posix_spawn_file_actions_addclosefrom_np(actions, first);
}
