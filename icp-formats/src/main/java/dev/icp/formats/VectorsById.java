package dev.icp.formats;

import dev.icp.BadDocumentException;
import dev.icp.Document;
import dev.icp.internal.base.IoFailures;
import dev.icp.spi.DenseVectors;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.objects.Object2IntOpenHashMap;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Vectors that belong to documents by their ids, whatever order both come in: row r of the vectors
 * belongs to the document whose id stands in line r of a text file (UTF-8). Vectors of ids that no
 * document has are not used.
 *
 * <pre>{@code
 * VectorsById vectors = VectorsById.read(NpyVectors.open(file), Path.of("ids.txt"));
 * ContextBuilder.of(documents.stream().map(vectors::joined))
 *     .vectors(vectors, NeighbourIndexes.blocked(0.95), 20)
 *     .pack(8192);
 * }</pre>
 *
 * <p>The rows are those of the documents that {@link #joined} has seen, in that order; so it is to
 * see each document once, as it is read, by one thread, and to see all before a row is asked for:
 * one is good for one run. Ids are held in memory, some 100 bytes each.
 */
public final class VectorsById implements DenseVectors {
  private static final int NONE = -1;

  private final DenseVectors vectors;
  private final Path ids;
  private final Object2IntOpenHashMap<String> places;
  private final IntArrayList rows = new IntArrayList();

  private VectorsById(DenseVectors vectors, Path ids, Object2IntOpenHashMap<String> places) {
    this.vectors = vectors;
    this.ids = ids;
    this.places = places;
  }

  /**
   * Reads the ids.
   *
   * @param vectors closed with these
   * @param ids a text file, one id a line
   * @throws IOException naming the file if it cannot be read, is not UTF-8, or has not as many
   *     lines as there are vectors; naming the line if it is an id that stands in an earlier one
   */
  public static VectorsById read(DenseVectors vectors, Path ids) throws IOException {
    Objects.requireNonNull(vectors, "vectors");
    Object2IntOpenHashMap<String> places = new Object2IntOpenHashMap<>();
    places.defaultReturnValue(NONE);
    int lines = 0;
    String repeated = "";
    try (BufferedReader reader = Files.newBufferedReader(ids)) {
      for (String id; repeated.isEmpty() && (id = reader.readLine()) != null; lines++) {
        int before = places.putIfAbsent(id, lines);
        if (before != NONE) {
          repeated = (lines + 1) + ": id \"" + id + "\" stands in line " + (before + 1);
        }
      }
    } catch (CharacterCodingException e) {
      throw new IOException(ids + ":" + (lines + 1) + ": not UTF-8", e);
    } catch (IOException e) {
      throw IoFailures.at(ids, "cannot be read", e);
    }
    if (!repeated.isEmpty()) {
      throw new IOException(ids + ":" + repeated);
    }
    if (lines != vectors.size()) {
      throw new IOException(ids + ": " + lines + " ids for " + vectors.size() + " vectors");
    }
    return new VectorsById(vectors, ids, places);
  }

  /**
   * Notes which vector is a document's, and returns the document.
   *
   * @throws BadDocumentException if none is
   */
  public Document joined(Document document) {
    int row = places.getInt(document.id());
    if (row == NONE) {
      throw new BadDocumentException(rows.size(), document.id(), "no vector of this id in " + ids);
    }
    rows.add(row);
    return document;
  }

  @Override
  public int size() {
    return rows.size();
  }

  @Override
  public int dimension() {
    return vectors.dimension();
  }

  @Override
  public void read(int first, int count, float[] target, int offset) {
    Objects.checkFromIndexSize(first, count, rows.size());
    for (int i = 0; i < count; i++) {
      vectors.read(rows.getInt(first + i), 1, target, offset + i * dimension());
    }
  }

  @Override
  public boolean checked() {
    return vectors.checked();
  }

  @Override
  public void close() {
    vectors.close();
  }
}
