// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

// What the C library has and Swift's Glibc does not show.

#include <malloc.h>

#ifndef HANAPER_CLINUX_SHIM_H
#define HANAPER_CLINUX_SHIM_H

/// syncfs(2)
int syncfs(int descriptor);

#endif
