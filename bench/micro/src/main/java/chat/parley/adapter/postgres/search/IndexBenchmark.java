package chat.parley.adapter.postgres.search;

import chat.parley.core.search.Word;
import chat.parley.micro.Samples;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What a message costs the search's worker before the database hears of it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class IndexBenchmark {
    private final Lexemes.About about = new Lexemes.About(42, 7, Instant.parse("2026-12-01T08:30:15.123Z"), Set.of());
    private final List<Word> words = Word.of(Samples.TEXT);

    /** Its words. */
    @Benchmark
    public List<Word> cut() {
        return Word.of(Samples.TEXT);
    }

    /** The lexemes of its words. */
    @Benchmark
    public String vector() {
        return Lexemes.vector(words, List.of(), about);
    }
}
