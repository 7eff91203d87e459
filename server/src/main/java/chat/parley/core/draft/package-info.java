/** What users began to write and did not send yet, kept for their other devices. */
@NullMarked
package chat.parley.core.draft;

import org.jspecify.annotations.NullMarked;
