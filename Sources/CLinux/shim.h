// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

// System calls that the C library shows only under _GNU_SOURCE, and Swift's Glibc so not at all.

#ifndef HANAPER_CLINUX_SHIM_H
#define HANAPER_CLINUX_SHIM_H

/// syncfs(2)
int syncfs(int descriptor);

#endif
