/** From bytes to frames: the sniffer that shares one port with HTTP, and the WebSocket (RFC 6455). */
@NullMarked
package chat.parley.gateway.transport;

import org.jspecify.annotations.NullMarked;
