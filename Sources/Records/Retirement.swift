// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

public import Addressing
public import Foundation

/// A document that the configuration asks for no more, or again: a line of the run's `visits.jsonl`.
///
/// It says that this was told, so that it is told once, whatever becomes of the catalogue.
public struct Retirement: Codable, Sendable {
  public let at: Date
  public let address: WebAddress
  public let isRetired: Bool

  public init(at: Date, address: WebAddress, isRetired: Bool) {
    self.at = at
    self.address = address
    self.isRetired = isRetired
  }
}
