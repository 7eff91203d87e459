package chat.parley.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;

/**
 * What a client picked to match an answer, which repeats it: any JSON number (RFC 8259 section 6), kept digit for digit as it was written, so that
 * a client finds its own again whatever it makes of numbers. Two are equal where they were written alike.
 */
public final class Rid {
    private final String number;

    private Rid(String number) {
        this.number = number;
    }

    public static Rid of(long number) {
        return new Rid(Long.toString(number));
    }

    /** The number on which the parser stands. */
    static Rid read(JsonParser json) throws IOException {
        return new Rid(json.getText());
    }

    void write(JsonGenerator out) throws IOException {
        out.writeFieldName("rid");
        out.writeNumber(number);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Rid rid && rid.number.equals(number);
    }

    @Override
    public int hashCode() {
        return number.hashCode();
    }

    @Override
    public String toString() {
        return number;
    }
}
