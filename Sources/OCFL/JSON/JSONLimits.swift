// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// How much a JSON text may ask of its reader.
struct JSONLimits: Sendable {
  /// The length of the text.
  var bytes: Int
  /// How many arrays and objects may be open at once; never more than ``deepest``.
  var depth: Int
  /// How many values there may be, those that hold others counted as well.
  var values: Int

  /// What the stack of any thread can bear, whatever is asked for.
  static let deepest = 256

  /// Ample for inventories: they are five deep, and 64 MiB describe more than a hundred thousand
  /// files.
  static let inventory = JSONLimits(bytes: 64 << 20, depth: 32, values: 4_000_000)
}
