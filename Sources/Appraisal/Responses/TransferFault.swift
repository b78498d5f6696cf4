// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Records

/// Why a transfer brought no response to appraise.
///
/// The room that drives the transfers has its own, finer errors and says here what they mean.
package enum TransferFault: Hashable, Sendable {
  case unreachable(UnreachableReason)
  case tls(TLSFault)
  case refused(Refusal)
  /// The connection ended before the announced length was reached.
  case truncated
}
