package dev.icp.formats.internal.corpus;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Splits bytes into pieces that hold a document each, ranges of a buffer that is reused. */
abstract class PieceReader implements Closeable {
  private static final int USUAL_SIZE = 1 << 18;
  private static final int LARGEST_SIZE = Integer.MAX_VALUE - 8;

  private final InputStream in;
  private final String piece;
  private byte[] buffer = new byte[USUAL_SIZE];
  private int from;
  private int limit;
  private boolean ended;

  /**
   * @param piece what a piece is called where one is too long
   */
  PieceReader(InputStream in, String piece) {
    this.in = in;
    this.piece = piece;
  }

  /**
   * Goes to the next piece.
   *
   * @return whether there is one
   * @throws IOException if nothing more can be read
   */
  abstract boolean advance() throws IOException;

  /** Returns the number of the piece, counted from 1. */
  abstract long number();

  /**
   * Returns how to say where the piece is, or where reading failed.
   *
   * @param name of the file
   * @param before how many pieces of it stand before the stream
   */
  String place(String name, long before) {
    long place = before + number();
    return place == 0 ? name : name + ":" + place;
  }

  /** Returns where the piece ends in {@link #buffer()}. */
  abstract int to();

  /** Returns the array that holds the piece; valid until the next {@link #advance}. */
  final byte[] buffer() {
    return buffer;
  }

  /** Returns where the piece begins in {@link #buffer()}. */
  final int from() {
    return from;
  }

  /** Returns how many bytes are there from {@link #from()} on. */
  final int available() {
    return limit - from;
  }

  /** Lets what comes begin so many bytes further. */
  final void drop(int bytes) {
    from += bytes;
  }

  /**
   * Reads more behind what is there, which may move to another place of the buffer.
   *
   * @return whether there was more
   */
  final boolean more() throws IOException {
    if (ended) {
      return false;
    }
    makeRoom();
    int got = in.read(buffer, limit, buffer.length - limit);
    if (got < 0) {
      ended = true;
      return false;
    }
    limit += got;
    return true;
  }

  private void makeRoom() throws IOException {
    int length = limit - from;
    if (length < USUAL_SIZE / 2 && buffer.length > 8 * USUAL_SIZE) {
      // The long piece that made the buffer grow is behind us.
      buffer = Arrays.copyOfRange(buffer, from, from + USUAL_SIZE);
    } else if (length > buffer.length / 4 * 3 && buffer.length < LARGEST_SIZE) {
      byte[] larger = new byte[(int) Math.min(LARGEST_SIZE, 2L * buffer.length)];
      System.arraycopy(buffer, from, larger, 0, length);
      buffer = larger;
    } else if (from > 0) {
      System.arraycopy(buffer, from, buffer, 0, length);
    } else if (length == LARGEST_SIZE) {
      throw new IOException("the " + piece + " is longer than 2 GiB");
    }
    from = 0;
    limit = length;
  }

  @Override
  public final void close() throws IOException {
    in.close();
  }
}
