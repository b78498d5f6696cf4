// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

#ifndef HANAPER_COPENSSL_SHIM_H
#define HANAPER_COPENSSL_SHIM_H

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/ssl.h>
#include <openssl/ts.h>
#include <openssl/x509_vfy.h>

#endif
