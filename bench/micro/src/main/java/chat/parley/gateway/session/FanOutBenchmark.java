package chat.parley.gateway.session;

import chat.parley.core.id.ConversationId;
import chat.parley.micro.Samples;
import chat.parley.wire.Entry;
import io.netty.buffer.ByteBuf;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** One entry's bytes for so many sessions, without their sockets. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FanOutBenchmark {
    @Param({"1", "100", "5000"})
    public int recipients;

    private final FrameEncoder encoder = new FrameEncoder();
    private final ConversationId conversation = new ConversationId(42);
    private final Entry entry = Samples.entry();

    /** The length of all that would be written. */
    @Benchmark
    public long share() {
        EntryFrame frame = new EntryFrame(conversation, entry, encoder);
        long bytes = 0;
        for (int i = 0; i < recipients; i++) {
            ByteBuf own = frame.forRecipient();
            bytes += own.readableBytes();
            own.release();
        }
        frame.release();
        return bytes;
    }
}
