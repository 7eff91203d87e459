package chat.parley.http;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpHeaders;
import com.linecorp.armeria.common.HttpHeadersBuilder;
import java.io.ByteArrayInputStream;
import java.util.UUID;

/** Answers that have a tag by what they are: whoever has that already is told so, and sent nothing. */
final class Tagged {
    private Tagged() {}

    /** A list that is asked for again and again. */
    static Answer json(Call call, Object value) {
        byte[] json = Json.write(value);
        String tag = "\"" + UUID.nameUUIDFromBytes(json) + "\"";
        HttpHeadersBuilder headers = HttpHeaders.builder()
                .set(HttpHeaderNames.CONTENT_TYPE, Responses.JSON)
                .set(HttpHeaderNames.CACHE_CONTROL, "private, no-cache")
                .set(HttpHeaderNames.ETAG, tag);
        return bytes(call, tag, headers, json);
    }

    static Answer bytes(Call call, String tag, HttpHeadersBuilder headers, byte[] bytes) {
        return call.header(HttpHeaderNames.IF_NONE_MATCH).filter(tag::equals).isPresent()
                ? new Answer.Bare(304, headers.build())
                : new Answer.Streamed(200, headers.build(), new ByteArrayInputStream(bytes), bytes.length);
    }
}
