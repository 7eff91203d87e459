package chat.parley.core.attachment;

import java.util.Optional;

/**
 * Width and height of an image from its header alone. Nothing is unpacked, so there is nothing that could be a bomb.
 *
 * <p>PNG: the IHDR chunk (ISO 15948, 11.2.2). GIF: the logical screen. JPEG: the first frame header (ITU-T T.81, B.2.2). WebP:
 * VP8, VP8L or VP8X (RFC 9649).
 */
final class ImageHeader {
    private final byte[] head;

    private ImageHeader(byte[] head) {
        this.head = head;
    }

    /** The size, or empty where this type is no image or the header is not what it should be. */
    static Optional<ImageSize> size(String type, byte[] head) {
        ImageHeader image = new ImageHeader(head);
        try {
            Optional<ImageSize> size = switch (type) {
                case "image/png" -> image.png();
                case "image/gif" -> Optional.of(new ImageSize(image.little(6, 2), image.little(8, 2)));
                case "image/jpeg" -> image.jpeg();
                case "image/webp" -> image.webp();
                default -> Optional.empty();
            };
            return size.filter(found -> found.width() > 0 && found.height() > 0);
        } catch (ArrayIndexOutOfBoundsException cutOff) {
            return Optional.empty();
        }
    }

    private Optional<ImageSize> png() {
        boolean header = big(8, 4) == 13 && tag(12, "IHDR");
        return header ? Optional.of(new ImageSize(big(16, 4), big(20, 4))) : Optional.empty();
    }

    /** Segments are passed over by their lengths until one begins a frame. */
    private Optional<ImageSize> jpeg() {
        int at = 2;
        while (big(at, 1) == 0xFF) {
            int marker = big(at + 1, 1);
            if (marker == 0xFF) {
                at++;
            } else if (frame(marker)) {
                return Optional.of(new ImageSize(big(at + 7, 2), big(at + 5, 2)));
            } else {
                at += 2 + big(at + 2, 2);
            }
        }
        return Optional.empty();
    }

    /** SOF0 to SOF15, which share their range with the tables DHT, JPG and DAC. */
    private static boolean frame(int marker) {
        return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
    }

    private Optional<ImageSize> webp() {
        if (tag(12, "VP8X")) {
            return Optional.of(new ImageSize(little(24, 3) + 1, little(27, 3) + 1));
        }
        if (tag(12, "VP8L") && little(20, 1) == 0x2F) {
            int bits = little(21, 4);
            return Optional.of(new ImageSize((bits & 0x3FFF) + 1, ((bits >>> 14) & 0x3FFF) + 1));
        }
        boolean key = tag(12, "VP8 ") && big(23, 3) == 0x9D012A;
        return key ? Optional.of(new ImageSize(little(26, 2) & 0x3FFF, little(28, 2) & 0x3FFF)) : Optional.empty();
    }

    private boolean tag(int at, String tag) {
        for (int i = 0; i < tag.length(); i++) {
            if (head[at + i] != tag.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private int big(int at, int bytes) {
        int value = 0;
        for (int i = 0; i < bytes; i++) {
            value = (value << 8) | (head[at + i] & 0xFF);
        }
        return value;
    }

    private int little(int at, int bytes) {
        int value = 0;
        for (int i = bytes - 1; i >= 0; i--) {
            value = (value << 8) | (head[at + i] & 0xFF);
        }
        return value;
    }
}
