/**
 * The request/response API, the files of the web client, health and metrics, on Armeria. {@link chat.parley.http.WebServer}
 * opens the port, {@link chat.parley.http.HttpApi} turns an {@link chat.parley.http.Endpoint} into a service: virtual
 * thread, authentication, strict JSON in, JSON or a problem (RFC 9457) out, metrics. A {@link chat.parley.http.Resource}
 * declares its endpoints and holds no socket, no SQL and no rule of its own.
 */
@NullMarked
package chat.parley.http;

import org.jspecify.annotations.NullMarked;
