package chat.parley.gateway.transport;

import chat.parley.gateway.session.CloseCode;
import io.netty.buffer.ByteBuf;
import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The opening handshake (RFC 6455 section 4.2) for {@code GET /v1/socket}: version 13, subprotocol {@code parley.v1}. A
 * pure function of the request's head.
 */
final class Handshake {
    /** The longest head of a request; real ones of browsers, cookies included, stay well below. */
    static final int HEAD_BYTES = 8 * 1024;

    static final String SUBPROTOCOL = "parley.v1";

    private static final String ACCEPT_SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int KEY_BYTES = 16;
    private static final byte[] END = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    /** What a request's head amounts to. */
    sealed interface Result {
        /** The head has not arrived whole. */
        record Incomplete() implements Result {}

        /** Answer with this and close. */
        record Refused(String response) implements Result {}

        /**
         * Answer with this and speak WebSocket.
         *
         * @param originRefused close at once with {@link CloseCode#ORIGIN_REFUSED}: a script cannot see the status of a
         *     refused handshake, so a 403 would make a good client try for ever
         */
        record Accepted(String response, boolean originRefused) implements Result {}
    }

    private final Origins origins;

    Handshake(Origins origins) {
        this.origins = origins;
    }

    /** Takes the head from {@code in} once all of it is there; what follows it stays. */
    Result read(ByteBuf in) {
        int end = endOfHead(in);
        if (end < 0) {
            return in.readableBytes() >= HEAD_BYTES
                    ? refused(431, "Request Header Fields Too Large", "the head of the request is too long", "")
                    : new Result.Incomplete();
        }
        String head = in.readCharSequence(end, StandardCharsets.ISO_8859_1).toString();
        in.skipBytes(END.length);
        List<String> lines = List.of(head.split("\r\n", -1));
        Map<String, String> headers = headers(lines.subList(1, lines.size()));
        if (headers == null || !lines.getFirst().endsWith(" HTTP/1.1")) {
            return badRequest("not a request of HTTP/1.1");
        }
        return judge(headers);
    }

    private Result judge(Map<String, String> headers) {
        if (!hasToken(headers.get("upgrade"), "websocket") || !hasToken(headers.get("connection"), "upgrade")) {
            return refused(426, "Upgrade Required", "this is a WebSocket", "Upgrade: websocket\r\n");
        }
        if (!"13".equals(headers.get("sec-websocket-version"))) {
            return refused(426, "Upgrade Required", "only version 13 is spoken", "Sec-WebSocket-Version: 13\r\n");
        }
        String key = headers.get("sec-websocket-key");
        if (key == null || !isKey(key)) {
            return badRequest("Sec-WebSocket-Key must be 16 bytes in base64");
        }
        if (!hasToken(headers.get("sec-websocket-protocol"), SUBPROTOCOL)) {
            return badRequest("the subprotocol must be " + SUBPROTOCOL);
        }
        String host = headers.get("host");
        if (host == null) {
            return badRequest("Host is missing");
        }
        return new Result.Accepted(response(key), !origins.admit(headers.get("origin"), host));
    }

    private static String response(String key) {
        return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
                + accept(key) + "\r\nSec-WebSocket-Protocol: " + SUBPROTOCOL + "\r\n\r\n";
    }

    private static int endOfHead(ByteBuf in) {
        int longest = Math.min(in.readableBytes(), HEAD_BYTES);
        for (int i = 0; i + END.length <= longest; i++) {
            int at = in.readerIndex() + i;
            if (in.getByte(at) == '\r'
                    && in.getByte(at + 1) == '\n'
                    && in.getByte(at + 2) == '\r'
                    && in.getByte(at + 3) == '\n') {
                return i;
            }
        }
        return -1;
    }

    /** By name in lower case, values of repeated names joined by comma; null where a line is not a header. */
    private static @Nullable Map<String, String> headers(List<String> lines) {
        Map<String, String> headers = new TreeMap<>();
        for (String line : lines) {
            int colon = line.indexOf(':');
            if (colon <= 0 || line.substring(0, colon).chars().anyMatch(c -> c <= ' ' || c >= 127)) {
                return null;
            }
            String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
            headers.merge(name, line.substring(colon + 1).strip(), (one, other) -> one + "," + other);
        }
        return headers;
    }

    private static boolean hasToken(@Nullable String list, String token) {
        List<String> tokens = new ArrayList<>();
        if (list != null) {
            for (String each : list.split(",", -1)) {
                tokens.add(each.strip());
            }
        }
        return tokens.stream().anyMatch(each -> AsciiString.contentEqualsIgnoreCase(each, token));
    }

    private static boolean isKey(String key) {
        try {
            return Base64.getDecoder().decode(key).length == KEY_BYTES;
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }

    private static String accept(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1")
                    .digest((key + ACCEPT_SUFFIX).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-1", impossible);
        }
    }

    private static Result badRequest(String detail) {
        return refused(400, "Bad Request", detail, "");
    }

    private static Result refused(int status, String reason, String detail, String headers) {
        String body = "{\"type\":\"about:blank\",\"title\":\"" + reason + "\",\"status\":" + status + ",\"detail\":\""
                + detail + "\",\"code\":\"bad_request\"}";
        String head = "HTTP/1.1 " + status + " " + reason + "\r\n" + headers
                + "Connection: close\r\nContent-Type: application/problem+json\r\nContent-Length: " + body.length();
        return new Result.Refused(head + "\r\n\r\n" + body);
    }
}
