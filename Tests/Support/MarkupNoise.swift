// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// Tags and bytes as no sane page has them, the same on every run.
package struct MarkupNoise {
  private var state: UInt64

  private static let names = """
    a b i font p div span li ul ol dd dt dl h1 h2 table tr td th tbody caption svg math g title \
    desc select option template button object form section nobr em br img script style noscript \
    ruby rt mi x-y frameset body head html iframe
    """.split(separator: " ")

  package init(seed: UInt64) { state = seed }

  package mutating func next(below bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(state >> 33) % bound
  }

  package mutating func byte() -> UInt8 {
    // Half of it is what makes markup.
    let marks = Array("<>/='\"&;!-a \0".utf8)
    return next(below: 2) == 0 ? marks[next(below: marks.count)] : UInt8(next(below: 256))
  }

  package mutating func tag() -> String {
    let name = Self.names[next(below: Self.names.count)]
    return ["<\(name)>", "<\(name)>", "<\(name)/>", "</\(name)>", "<\(name) a=1>x"][next(below: 5)]
  }

  package mutating func mutate(_ page: inout [UInt8]) {
    let start = next(below: page.count)
    let end = min(start + next(below: 40), page.count)
    switch next(below: 5) {
    case 0: page.removeSubrange(start..<end)
    case 1: page.insert(contentsOf: page[start..<end], at: next(below: page.count))
    case 2: page[start] = byte()
    case 3: page.insert(contentsOf: tag().utf8, at: start)
    default: page.removeSubrange((end + 1 < page.count ? end + 1 : end)...)
    }
    if page.isEmpty { page = [0] }
  }
}
