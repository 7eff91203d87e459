package chat.parley.core.emoji;

import chat.parley.core.id.UserId;
import chat.parley.core.message.EmojiName;
import java.time.Instant;

/**
 * An emoji of the workspace.
 *
 * @param picture names its bytes: other bytes have another name, for ever
 */
public record CustomEmoji(EmojiName name, String picture, UserId addedBy, Instant addedAt) {}
