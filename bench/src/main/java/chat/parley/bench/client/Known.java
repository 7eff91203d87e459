package chat.parley.bench.client;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** What a virtual user knows of one of its conversations. */
public final class Known {
    private final String id;
    private final byte[] bytes;
    private final int members;
    private long head;
    private long marked;

    Known(String id, int members, long head) {
        this.id = id;
        this.bytes = id.getBytes(US_ASCII);
        this.members = members;
        this.head = head;
        this.marked = head;
    }

    public String id() {
        return id;
    }

    /** How many members it had when it was told. */
    public int members() {
        return members;
    }

    /** The last entry that is known to exist. */
    public long head() {
        return head;
    }

    byte[] bytes() {
        return bytes;
    }

    boolean isNamed(byte[] json, int length, int at) {
        return at + bytes.length < length && json[at + bytes.length] == '"' && Scan.matches(json, at, bytes);
    }

    /** False where a number was left out. */
    boolean entry(long seq) {
        boolean next = seq == head + 1;
        head = Math.max(head, seq);
        return next;
    }

    void exists(long seq) {
        head = Math.max(head, seq);
    }

    /** Where the marker has to move to, or 0; it is taken as told. */
    long newMark() {
        if (head == marked) {
            return 0;
        }
        marked = head;
        return head;
    }
}
