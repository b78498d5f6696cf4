// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

#ifndef HANAPER_CGUMBO_SHIM_H
#define HANAPER_CGUMBO_SHIM_H

#include <gumbo.h>

#endif
