package chat.parley.micro;

import static java.nio.charset.StandardCharsets.UTF_8;

import chat.parley.wire.ClientFrame;
import chat.parley.wire.Entry;
import chat.parley.wire.FrameReader;
import chat.parley.wire.FrameWriter;
import chat.parley.wire.MalformedFrame;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A message comes in as a frame, and goes out as one. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CodecBenchmark {
    private final FrameReader reader = new FrameReader();
    private final FrameWriter writer = new FrameWriter();
    private final Entry entry = Samples.entry();
    private final byte[] send = ("{\"op\":\"send\",\"rid\":7,\"conversation\":\"0CHWK9N4Q2V7R\",\"id\":"
                    + "\"0198c1d4-7f3a-7c55-9f5e-0d6a2b1c3e4f\",\"text\":\"" + Samples.TEXT + "\"}")
            .getBytes(UTF_8);

    /** Of a {@code send}. */
    @Benchmark
    public ClientFrame read() throws MalformedFrame {
        return reader.client(send, 0, send.length);
    }

    /** Of an {@code entry}. */
    @Benchmark
    public byte[] write() {
        return writer.appended(entry);
    }
}
