// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Ends a connection whose other side keeps it for nothing: a request that does not come to its end, or an answer that is not taken.
final class ConnectionBounds: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPRequestPart
  typealias InboundOut = HTTPRequestPart
  typealias OutboundIn = HTTPResponsePart
  typealias OutboundOut = HTTPResponsePart

  /// Within this time a request has to come, from the beginning of the connection, or from the end of the answer before.
  private static let longestRequest = TimeAmount.seconds(30)
  /// So long none of an answer may be taken.
  private static let longestRefusal = TimeAmount.seconds(30)

  private var request: Scheduled<Void>?
  private var refusal: Scheduled<Void>?

  func handlerAdded(context: ChannelHandlerContext) {
    if context.channel.isActive { awaitRequest(context) }
  }

  func channelActive(context: ChannelHandlerContext) {
    awaitRequest(context)
    context.fireChannelActive()
  }

  func channelInactive(context: ChannelHandlerContext) {
    cancel()
    context.fireChannelInactive()
  }

  func handlerRemoved(context: ChannelHandlerContext) { cancel() }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    if case .end = unwrapInboundIn(data) {
      request?.cancel()
      request = nil
    }
    context.fireChannelRead(data)
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    if case .end = unwrapOutboundIn(data) { awaitRequest(context) }
    context.write(data, promise: promise)
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    refusal?.cancel()
    refusal = context.channel.isWritable ? nil : end(context, in: Self.longestRefusal)
    context.fireChannelWritabilityChanged()
  }

  private func awaitRequest(_ context: ChannelHandlerContext) {
    request?.cancel()
    request = end(context, in: Self.longestRequest)
  }

  private func end(_ context: ChannelHandlerContext, in time: TimeAmount) -> Scheduled<Void> {
    let channel = context.channel
    return context.eventLoop.scheduleTask(in: time) { channel.close(promise: nil) }
  }

  private func cancel() {
    request?.cancel()
    refusal?.cancel()
  }
}
