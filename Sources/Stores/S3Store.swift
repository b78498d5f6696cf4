// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Curl

/// A bucket of an S3-compatible store, or what begins with a prefix in one.
package struct S3Store: Store {
  /// `https://s3.example.org`, without a slash at its end.
  package let endpoint: String
  package let bucket: String
  /// Without slashes at its ends; empty for all of the bucket.
  package let prefix: String
  package let region: String
  package let key: String
  package let secret: String
  /// A file of certificates to trust in place of the system's.
  package let certificates: String?
  /// How long is waited before what failed for the moment is tried again, in seconds, one try after the other.
  package var pauses: [Double] = [0.5, 2, 5]
  /// What is longer than this is sent in parts of this many bytes, or more.
  package var partSize: Int64 = 64 << 20

  /// A store takes so many parts of one file at the most.
  static let mostParts: Int64 = 10_000

  package init(
    endpoint: String,
    bucket: String,
    prefix: String,
    region: String,
    key: String,
    secret: String,
    certificates: String? = nil
  ) {
    (self.endpoint, self.bucket, self.prefix) = (endpoint, bucket, prefix)
    (self.region, self.key, self.secret) = (region, key, secret)
    self.certificates = certificates
  }

  package var place: String {
    "s3:\(endpoint)/\(bucket)" + (prefix.isEmpty ? "" : "/\(prefix)")
  }

  package var connections: Int { 12 }

  package func connect() throws -> any StoreConnection {
    do throws(StoreFault) {
      return S3Connection(to: self, over: try StoreLine())
    } catch {
      throw StoreError.of(error, at: place)
    }
  }
}
