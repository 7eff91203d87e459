/**
 * Who is connected and what they are owed: sessions, their bounded outboxes, the index of who reads what, and the fan-out
 * that keeps every session's entries dense and in order whatever the bus does. {@code docs/subsystems/delivery.md} tells
 * how the parts work together.
 */
@NullMarked
package chat.parley.gateway.session;

import org.jspecify.annotations.NullMarked;
