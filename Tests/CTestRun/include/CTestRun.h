// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

#ifndef HANAPER_CTESTRUN_H
#define HANAPER_CTESTRUN_H

/// How many tests run at the same time.
int ctestrun_width(void);

#endif
