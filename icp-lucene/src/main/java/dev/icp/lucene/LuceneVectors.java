package dev.icp.lucene;

import dev.icp.spi.DenseVectors;
import dev.icp.spi.OnFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.index.IndexNotFoundException;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.VectorEncoding;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.jspecify.annotations.Nullable;

/**
 * Vectors of a {@code KnnFloatVectorField} in a Lucene index that is there already, written by
 * Lucene 9 or 10. Row i is the i-th document, in the index's order over all segments, that is not
 * deleted and has the field. Rows are brought to length 1. The index is read as it is at opening,
 * where its files lie; 4 bytes a document are held on the heap.
 *
 * <p>Opening reads every vector once and refuses those that have no direction.
 *
 * <p>Immutable and thread-safe.
 */
public final class LuceneVectors implements DenseVectors {
  private final Path path;
  private final Directory directory;
  private final DirectoryReader reader;
  private final List<SegmentVectors> segments;

  /** The row that each segment begins with, and the number of all. */
  private final int[] starts;

  private final int dimension;
  private final @Nullable String idField;

  private LuceneVectors(
      Path path,
      Directory directory,
      DirectoryReader reader,
      List<SegmentVectors> segments,
      int dimension,
      @Nullable String idField) {
    this.path = path;
    this.directory = directory;
    this.reader = reader;
    this.segments = segments;
    this.dimension = dimension;
    this.idField = idField;
    starts = new int[segments.size() + 1];
    for (int s = 0; s < segments.size(); s++) {
      starts[s + 1] = Math.addExact(starts[s], segments.get(s).size());
    }
  }

  /**
   * Opens an index whose documents' ids are of no interest.
   *
   * @throws IOException naming the folder, see {@link #open(Path, String, String)}
   */
  public static LuceneVectors open(Path indexDirectory, String field) throws IOException {
    return opened(indexDirectory, field, null);
  }

  /**
   * Opens an index.
   *
   * @param field the vectors' field
   * @param idField a stored field of which {@link #id} is told
   * @throws IOException naming the folder if there is no index, one of Lucene 8 or earlier or a
   *     broken one; if no document has the field, or bytes instead of floats; or, naming the row,
   *     if a vector is zero or has a NaN or an infinity
   */
  public static LuceneVectors open(Path indexDirectory, String field, String idField)
      throws IOException {
    return opened(indexDirectory, field, Objects.requireNonNull(idField, "idField"));
  }

  private static LuceneVectors opened(Path path, String field, @Nullable String idField)
      throws IOException {
    Objects.requireNonNull(field, "field");
    // Lucene would make the folder.
    if (!Files.isDirectory(path)) {
      throw new IOException(path + ": no such folder");
    }
    try {
      Directory directory = FSDirectory.open(path);
      try {
        return opened(path, field, idField, directory);
      } catch (Throwable cause) {
        OnFailure.close(directory, cause);
        throw cause;
      }
    } catch (IndexNotFoundException e) {
      throw new IOException(path + ": no Lucene index in this folder", e);
    } catch (IndexFormatTooOldException e) {
      throw new IOException(path + ": written by a Lucene before 9.0, which is too old", e);
    }
  }

  private static LuceneVectors opened(
      Path path, String field, @Nullable String idField, Directory directory) throws IOException {
    DirectoryReader reader = DirectoryReader.open(directory);
    try {
      int dimension = dimension(reader, field, path);
      List<SegmentVectors> segments = new ArrayList<>();
      for (LeafReaderContext leaf : reader.leaves()) {
        SegmentVectors segment = SegmentVectors.of(leaf, field);
        if (segment != null) {
          segments.add(segment);
        }
      }
      LuceneVectors vectors =
          new LuceneVectors(path, directory, reader, segments, dimension, idField);
      vectors.readAll();
      return vectors;
    } catch (Throwable cause) {
      OnFailure.close(reader, cause);
      throw cause;
    }
  }

  private static int dimension(DirectoryReader reader, String field, Path path) throws IOException {
    Set<String> others = new TreeSet<>();
    for (LeafReaderContext leaf : reader.leaves()) {
      for (FieldInfo info : leaf.reader().getFieldInfos()) {
        if (info.hasVectorValues() && info.name.equals(field)) {
          if (info.getVectorEncoding() != VectorEncoding.FLOAT32) {
            throw new IOException(path + ": field " + field + " has vectors of bytes, not floats");
          }
          return info.getVectorDimension();
        } else if (info.hasVectorValues()) {
          others.add(info.name);
        }
      }
    }
    throw new IOException(
        path
            + ": no vectors in a field "
            + field
            + (others.isEmpty() ? ", nor in any other" : ", only in " + others));
  }

  private void readAll() throws IOException {
    float[] row = new float[dimension];
    for (int i = 0; i < size(); i++) {
      copy(i, row, 0);
    }
  }

  private int segmentOf(int row) {
    int found = Arrays.binarySearch(starts, row);
    return found < 0 ? -found - 2 : found;
  }

  private void copy(int row, float[] target, int offset) throws IOException {
    int s = segmentOf(row);
    segments.get(s).copy(row - starts[s], target, offset);
    double squares = 0;
    for (int i = offset; i < offset + dimension; i++) {
      squares += target[i] * (double) target[i];
    }
    if (squares == 0) {
      throw new IOException(path + ": row " + row + " (counted from 0) is zero");
    }
    if (!Double.isFinite(squares)) {
      throw new IOException(
          path + ": row " + row + " (counted from 0) has a value that is not a finite number");
    }
    double scale = 1 / Math.sqrt(squares);
    for (int i = offset; i < offset + dimension; i++) {
      target[i] = (float) (target[i] * scale);
    }
  }

  @Override
  public int size() {
    return starts[segments.size()];
  }

  @Override
  public int dimension() {
    return dimension;
  }

  @Override
  public void read(int first, int count, float[] target, int offset) {
    Objects.checkFromIndexSize(first, count, size());
    Objects.checkFromIndexSize(offset, count * (long) dimension, target.length);
    try {
      for (int i = 0; i < count; i++) {
        copy(first + i, target, offset + i * dimension);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(path + ": cannot be read: " + e.getMessage(), e);
    }
  }

  /** Returns true: they were checked at opening. */
  @Override
  public boolean checked() {
    return true;
  }

  /**
   * Returns whether every segment has a graph that its format gives access to: a {@link
   * LuceneHnswIndex} then searches these and builds none. Small segments have none.
   *
   * @throws UncheckedIOException if the index cannot be read
   */
  public boolean hasGraph() {
    try {
      for (SegmentVectors segment : segments) {
        if (segment.graph() == null) {
          return false;
        }
      }
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(path + ": cannot be read: " + e.getMessage(), e);
    }
  }

  /** Returns the segments, in the order of rows. */
  List<SegmentVectors> segments() {
    return segments;
  }

  /**
   * Returns the id of a row's document: what its stored field says.
   *
   * @throws IllegalStateException if no id field was given, or the document has none
   * @throws IndexOutOfBoundsException if there is no such row
   * @throws UncheckedIOException if the index cannot be read
   */
  public String id(int row) {
    Objects.checkIndex(row, size());
    String name = idField;
    if (name == null) {
      throw new IllegalStateException("opened without an id field");
    }
    int s = segmentOf(row);
    try {
      StoredFields stored = reader.storedFields();
      String id =
          stored.document(segments.get(s).document(row - starts[s]), Set.of(name)).get(name);
      if (id == null) {
        throw new IllegalStateException(path + ": row " + row + " has no stored field " + name);
      }
      return id;
    } catch (IOException e) {
      throw new UncheckedIOException(path + ": cannot be read: " + e.getMessage(), e);
    }
  }

  /** Closes the index. */
  @Override
  public void close() {
    try (directory;
        reader) {
      // Both, the reader first.
    } catch (IOException e) {
      throw new UncheckedIOException(path + ": cannot be closed: " + e.getMessage(), e);
    }
  }
}
