// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

#include "CTestRun.h"

#include <stdlib.h>

// Swift Testing starts all tests at once unless it is told a width: hundreds of servers would hold a
// thousand threads, and the time limit of each test would run while it waits for its turn at a core.
// It is told here, before it asks, so that it is told however the tests are started.

static const char *const name = "SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH";

__attribute__((constructor)) static void settle_width(void) { setenv(name, "16", 0); }

int ctestrun_width(void) {
  const char *width = getenv(name);
  return width ? atoi(width) : 0;
}
