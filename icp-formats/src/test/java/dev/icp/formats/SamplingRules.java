package dev.icp.formats;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * What trainers make of files, written anew from how they are documented and were seen to sample.
 * Nothing of our readers is used.
 */
final class SamplingRules {
  /** A label that carries no loss. */
  static final int IGNORED = -100;

  private SamplingRules() {}

  /**
   * What the model sees at once, and what it is to foretell at each place.
   *
   * @param inputs tokens
   * @param labels as many; {@value #IGNORED} for none
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Sample(int[] inputs, int[] labels) {}

  private static ByteBuffer read(Path file) throws IOException {
    return ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static int[] shorts(ByteBuffer bytes) {
    int[] tokens = new int[bytes.remaining() / Short.BYTES];
    for (int i = 0; i < tokens.length; i++) {
      tokens[i] = Short.toUnsignedInt(bytes.getShort());
    }
    return tokens;
  }

  private static List<Path> files(Path folder, String ending) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    }
  }

  /** Inputs are all but the last token, labels all but the first. */
  private static Sample shifted(int[] window) {
    return new Sample(
        Arrays.copyOf(window, window.length - 1), Arrays.copyOfRange(window, 1, window.length));
  }

  /** Labels are the tokens after each; the last has none. */
  private static Sample whole(int[] tokens, boolean[] learned) {
    int[] labels = new int[tokens.length];
    Arrays.fill(labels, IGNORED);
    for (int i = 1; i < tokens.length; i++) {
      labels[i - 1] = learned[i] ? tokens[i] : IGNORED;
    }
    return new Sample(tokens, labels);
  }

  /**
   * Megatron's GPTDataset: documents are shuffled and laid end to end; samples of seq-length + 1
   * tokens begin every seq-length tokens. Without the extra token the last label is masked.
   */
  static List<Sample> megatron(Path prefix, int sequenceLength, boolean extraToken, long seed)
      throws IOException {
    ByteBuffer index = read(Path.of(prefix + ".idx")).position(18);
    int sequences = (int) index.getLong();
    int documents = (int) index.getLong() - 1;
    int[] lengths = new int[sequences];
    for (int s = 0; s < sequences; s++) {
      lengths[s] = index.getInt();
    }
    long[] pointers = new long[sequences];
    for (int s = 0; s < sequences; s++) {
      pointers[s] = index.getLong();
    }
    long[] first = new long[documents + 1];
    for (int d = 0; d <= documents; d++) {
      first[d] = index.getLong();
    }
    int[] tokens = shorts(read(Path.of(prefix + ".bin")));
    List<Integer> order = new ArrayList<>();
    for (int d = 0; d < documents; d++) {
      order.add(d);
    }
    Collections.shuffle(order, new Random(seed));
    int[] laid = new int[tokens.length];
    int filled = 0;
    for (int d : order) {
      for (long s = first[d]; s < first[d + 1]; s++) {
        int begin = (int) (pointers[(int) s] / Short.BYTES);
        System.arraycopy(tokens, begin, laid, filled, lengths[(int) s]);
        filled += lengths[(int) s];
      }
    }
    List<Sample> samples = new ArrayList<>();
    int extra = extraToken ? 1 : 0;
    for (int at = 0; at + sequenceLength + extra <= laid.length; at += sequenceLength) {
      int[] window = Arrays.copyOfRange(laid, at, at + sequenceLength + extra);
      boolean[] all = new boolean[window.length];
      Arrays.fill(all, true);
      samples.add(extraToken ? shifted(window) : whole(window, all));
    }
    return samples;
  }

  /** OLMo-core's NumpyFSLDataset: each file is cut; labels are shifted within a piece. */
  static List<Sample> olmo(Path folder, int sequenceLength) throws IOException {
    List<Sample> samples = new ArrayList<>();
    for (Path file : files(folder, ".npy")) {
      int[] tokens = shorts(read(file));
      byte[] mask = Files.readAllBytes(Path.of(file.toString().replace(".npy", ".label_mask")));
      for (int at = 0; at + sequenceLength <= tokens.length; at += sequenceLength) {
        boolean[] learned = new boolean[sequenceLength];
        for (int i = 0; i < sequenceLength; i++) {
          learned[i] = mask[at + i] != 0;
        }
        samples.add(whole(Arrays.copyOfRange(tokens, at, at + sequenceLength), learned));
      }
    }
    return samples;
  }

  /** datatrove's datasets: each file is cut into windows of one token more. */
  static List<Sample> datatrove(Path folder, int sequenceLength) throws IOException {
    List<Sample> samples = new ArrayList<>();
    for (Path file : files(folder, ".ds")) {
      int[] tokens = shorts(read(file));
      for (int at = 0; at + sequenceLength + 1 <= tokens.length; at += sequenceLength + 1) {
        samples.add(shifted(Arrays.copyOfRange(tokens, at, at + sequenceLength + 1)));
      }
    }
    return samples;
  }

  /** litdata's TokensLoader: each chunk is cut behind its header into blocks of one token more. */
  static List<Sample> litgpt(Path folder, int sequenceLength) throws IOException {
    List<Sample> samples = new ArrayList<>();
    for (Path file : files(folder, ".bin")) {
      ByteBuffer chunk = read(file);
      int items = chunk.getInt();
      int[] tokens = shorts(chunk.position(Integer.BYTES * (items + 2)));
      for (int at = 0; at + sequenceLength + 1 <= tokens.length; at += sequenceLength + 1) {
        samples.add(shifted(Arrays.copyOfRange(tokens, at, at + sequenceLength + 1)));
      }
    }
    return samples;
  }

  /**
   * ProLong: a row each, cut at the tokens of a device's batch, here of one; labels are the tokens,
   * but where the mask is 0, if that is asked for.
   */
  static List<Sample> proLong(Path folder, int maxTokens, boolean masks) throws IOException {
    List<Sample> samples = new ArrayList<>();
    for (Path file : files(folder, ".mds")) {
      ByteBuffer shard = read(file);
      int rows = shard.getInt();
      int[] offsets = new int[rows + 1];
      for (int r = 0; r <= rows; r++) {
        offsets[r] = shard.getInt();
      }
      for (int r = 0; r < rows; r++) {
        ByteBuffer row = shard.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        row.limit(offsets[r + 1]).position(offsets[r]);
        // The sizes of indices, input_ids and mask; then these in the order of their names, with
        // the length, a long, before the mask.
        int indices = row.getInt();
        int ids = row.getInt();
        int mask = row.getInt();
        row.position(row.position() + indices);
        ByteBuffer array = row.slice(row.position(), ids).order(ByteOrder.LITTLE_ENDIAN);
        int[] tokens = shorts(array.position(1 + (1 << (array.get() & 3))));
        row.position(row.position() + ids);
        if (row.getLong() != tokens.length) {
          throw new IOException(file + ": row " + r);
        }
        row.position(row.position() + mask - tokens.length);
        int[] cut = Arrays.copyOf(tokens, Math.min(tokens.length, maxTokens));
        boolean[] learned = new boolean[cut.length];
        for (int i = 0; i < cut.length; i++) {
          learned[i] = !masks || row.get() != 0;
        }
        samples.add(whole(cut, learned));
      }
    }
    return samples;
  }

  /**
   * llm-foundry: a row each, cut at max_seq_len; the loss is off wherever the padding token of the
   * tokenizer stands.
   */
  static List<Sample> llmFoundry(Path folder, int maxLength, int padding) throws IOException {
    List<Sample> samples = new ArrayList<>();
    for (Path file : files(folder, ".mds")) {
      ByteBuffer shard = read(file);
      int rows = shard.getInt();
      int[] offsets = new int[rows + 1];
      for (int r = 0; r <= rows; r++) {
        offsets[r] = shard.getInt();
      }
      for (int r = 0; r < rows; r++) {
        ByteBuffer row = shard.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        row.limit(offsets[r + 1]).position(offsets[r]);
        int size = row.getInt();
        int head = row.get();
        int sizes = 1 << (head & 3);
        row.position(row.position() + sizes);
        int[] tokens = shorts(row);
        if (head >> 2 != 1 || size != 1 + sizes + Short.BYTES * tokens.length) {
          throw new IOException(file + ": row " + r);
        }
        int[] cut = Arrays.copyOf(tokens, Math.min(tokens.length, maxLength));
        boolean[] learned = new boolean[cut.length];
        for (int i = 0; i < cut.length; i++) {
          learned[i] = cut[i] != padding;
        }
        samples.add(whole(cut, learned));
      }
    }
    return samples;
  }
}
