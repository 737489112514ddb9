package dev.icp.formats.internal.format.megatron;

import dev.icp.formats.internal.format.LittleEndianFile;
import dev.icp.formats.internal.format.StoredContext;
import dev.icp.formats.internal.format.StoredShard;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads what {@link MegatronFormat} writes. */
public final class MegatronShard implements StoredShard {
  private static final int HEADER_BYTES = 34;

  private final int tokenBytes;
  private final LittleEndianFile tokens;
  private final LittleEndianFile lengths;
  private final LittleEndianFile pointers;
  private final LittleEndianFile documents;
  private final long sequences;
  private long next;

  /**
   * @param base the path without endings
   */
  public MegatronShard(String base, int tokenBytes) throws IOException {
    this.tokenBytes = tokenBytes;
    Path index = Path.of(base + ".idx");
    tokens = new LittleEndianFile(Path.of(base + ".bin"), 0);
    lengths = new LittleEndianFile(index, 0);
    sequences = header(lengths);
    pointers = new LittleEndianFile(index, HEADER_BYTES + Integer.BYTES * sequences);
    documents =
        new LittleEndianFile(index, HEADER_BYTES + (Integer.BYTES + Long.BYTES) * sequences);
    if (documents.signedLong() != 0) {
      throw documents.bad("the first document does not begin at sequence 0");
    }
  }

  private long header(LittleEndianFile index) throws IOException {
    byte[] magic = (MegatronFormat.MAGIC + "\0\0").getBytes(StandardCharsets.US_ASCII);
    if (index.size() < HEADER_BYTES || !Arrays.equals(index.bytes(magic.length), magic)) {
      throw index.bad("not an index of Megatron-LM");
    }
    long version = index.signedLong();
    int type = index.unsignedByte();
    int expected = tokenBytes == Short.BYTES ? MegatronFormat.UINT16 : MegatronFormat.INT32;
    if (version != 1 || type != expected) {
      throw index.bad("version " + version + " and type " + type + ", expected 1 and " + expected);
    }
    long count = index.signedLong();
    long indices = index.signedLong();
    long each = Integer.BYTES + 2L * Long.BYTES;
    if (count < 0
        || indices != count + 1
        || count > index.size() / each
        || index.size() != HEADER_BYTES + each * count + Long.BYTES) {
      throw index.bad(
          count + " sequences and " + indices + " document indices in " + index.size() + " bytes");
    }
    return count;
  }

  @Override
  public @Nullable StoredContext next() throws IOException {
    if (next == sequences) {
      if (tokens.position() != tokens.size()) {
        throw tokens.bad("goes on behind the last sequence, at byte " + tokens.position());
      }
      return null;
    }
    int length = lengths.signedInt();
    long pointer = pointers.signedLong();
    long document = documents.signedLong();
    next++;
    if (pointer != tokens.position() || document != next) {
      throw pointers.bad(
          String.format(
              Locale.ROOT,
              "sequence %d begins at byte %d, expected %d, and document index %d is %d",
              next - 1,
              pointer,
              tokens.position(),
              next,
              document));
    }
    return new StoredContext(tokens.tokens(length, tokenBytes));
  }

  @Override
  public void skip(long contexts) throws IOException {
    next += contexts;
    lengths.seek(HEADER_BYTES + Integer.BYTES * next);
    pointers.seek(HEADER_BYTES + Integer.BYTES * sequences + Long.BYTES * next);
    documents.seek(
        HEADER_BYTES + (Integer.BYTES + Long.BYTES) * sequences + Long.BYTES * (next + 1));
    tokens.seek(pointers.signedLong());
    pointers.seek(pointers.position() - Long.BYTES);
  }

  @Override
  public void close() throws IOException {
    try (tokens;
        lengths;
        pointers;
        documents) {
      next = sequences;
    }
  }
}
