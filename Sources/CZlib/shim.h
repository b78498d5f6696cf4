// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

#ifndef HANAPER_CZLIB_SHIM_H
#define HANAPER_CZLIB_SHIM_H

#include <zlib.h>

#define HANAPER_ZLIB_VERSION ZLIB_VERSION

#endif
