package chat.parley.http;

import chat.parley.core.attachment.Attachment;
import chat.parley.core.reply.Reply;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** What is counted of attachments on their way in and out. */
final class AttachmentMetrics {
    private final MeterRegistry registry;
    private final Counter uploads;
    private final Counter bytesIn;
    private final Counter downloads;
    private final Counter bytesOut;

    AttachmentMetrics(MeterRegistry registry) {
        this.registry = registry;
        uploads = counter("parley.attachments.uploads", "Files taken in whole");
        bytesIn = counter("parley.attachments.bytes.in", "Bytes of the files taken in");
        downloads = counter("parley.attachments.downloads", "Answers with a file's bytes, or a part of them");
        bytesOut = counter("parley.attachments.bytes.out", "Bytes of files begun to be sent");
    }

    void uploaded(Reply<Attachment> reply) {
        switch (reply) {
            case Reply.Given<Attachment>(Attachment attachment) -> {
                uploads.increment();
                bytesIn.increment((double) attachment.bytes());
            }
            case Reply.Refused<Attachment> refused ->
                Counter.builder("parley.attachments.refused")
                        .description("Uploads refused, by code")
                        .tag("code", refused.code().wireName())
                        .register(registry)
                        .increment();
        }
    }

    void downloaded(long bytes) {
        downloads.increment();
        bytesOut.increment((double) bytes);
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }
}
