package chat.parley.bench.client;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.SplittableRandom;

/**
 * Writes {@code send} frames straight into bytes: only the numbers differ from one to the next. The message's id is a UUID
 * of version 7, as the protocol advises; {@code rid} is the intended time, so that an ack tells its own latency.
 *
 * <p>Confined to one thread.
 */
final class SendFrame {
    private static final byte[] OP = "{\"op\":\"send\",\"rid\":".getBytes(US_ASCII);
    private static final byte[] CONVERSATION = ",\"conversation\":\"".getBytes(US_ASCII);
    private static final byte[] ID = "\",\"id\":\"".getBytes(US_ASCII);
    private static final byte[] TEXT = "\",\"text\":\"".getBytes(US_ASCII);
    private static final byte[] END = "\"}".getBytes(US_ASCII);
    private static final byte[] WORDS =
            " the quick brown fox jumps over the lazy dog and the log has its next number".getBytes(US_ASCII);
    private static final int UUID_LENGTH = 36;

    private final byte[] uuid = new byte[UUID_LENGTH];
    private final byte[] text;
    private final SplittableRandom random = new SplittableRandom();

    /** @param textBytes the length of the texts, at least that of a stamp */
    SendFrame(int textBytes) {
        text = new byte[textBytes];
        for (int i = Stamp.LENGTH; i < textBytes; i++) {
            text[i] = WORDS[(i - Stamp.LENGTH) % WORDS.length];
        }
    }

    ByteBuf write(ByteBufAllocator buffers, byte[] conversation, long intendedNanos, int sender) {
        Stamp.write(text, 0, intendedNanos, sender);
        nextUuid();
        byte[] rid = Long.toString(intendedNanos & Long.MAX_VALUE).getBytes(US_ASCII);
        int length = OP.length
                + rid.length
                + CONVERSATION.length
                + conversation.length
                + ID.length
                + UUID_LENGTH
                + TEXT.length
                + text.length
                + END.length;
        return ClientFrames.header(buffers, ClientFrames.TEXT, length)
                .writeBytes(OP)
                .writeBytes(rid)
                .writeBytes(CONVERSATION)
                .writeBytes(conversation)
                .writeBytes(ID)
                .writeBytes(uuid)
                .writeBytes(TEXT)
                .writeBytes(text)
                .writeBytes(END);
    }

    private void nextUuid() {
        long millis = System.currentTimeMillis();
        long high = random.nextLong();
        long low = random.nextLong();
        Stamp.hex(uuid, 0, millis >>> 16, 8);
        uuid[8] = '-';
        Stamp.hex(uuid, 9, millis, 4);
        uuid[13] = '-';
        Stamp.hex(uuid, 14, 0x7000 | (high & 0x0fff), 4);
        uuid[18] = '-';
        Stamp.hex(uuid, 19, 0x8000 | (high >>> 16 & 0x3fff), 4);
        uuid[23] = '-';
        Stamp.hex(uuid, 24, low, 12);
    }
}
