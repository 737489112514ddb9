package dev.icp.bench;

import dev.icp.formats.NpyWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.SplittableRandom;

/**
 * Dense vectors made by seed: noise around topics, of which there is one for each {@value
 * #DOCUMENTS_PER_TOPIC} documents and some are much larger than others; topics in turn are noise
 * around areas. A document is half as near to its topic as noise is long, so that its neighbours
 * are hard to tell from the others of its topic. Vectors of a topic lie all over the file.
 */
final class MadeVectors {
  private static final int DOCUMENTS_PER_TOPIC = 50;
  private static final int TOPICS_PER_AREA = 100;
  private static final double NOISE = 1.5;

  private final int dimension;
  private final float[][] topics;
  private final SplittableRandom random;

  /**
   * Draws the topics.
   *
   * @param documents how many vectors will be drawn
   */
  MadeVectors(int documents, int dimension, long seed) {
    this.dimension = dimension;
    random = new SplittableRandom(seed);
    topics = new float[1 + documents / DOCUMENTS_PER_TOPIC][];
    float[][] areas = new float[1 + topics.length / TOPICS_PER_AREA][];
    for (int a = 0; a < areas.length; a++) {
      areas[a] = around(new float[dimension], 1);
    }
    for (int t = 0; t < topics.length; t++) {
      topics[t] = around(areas[random.nextInt(areas.length)], 1);
    }
  }

  /** Draws the next vector; not normalised. */
  float[] next() {
    double skewed = random.nextDouble() * random.nextDouble();
    return around(topics[(int) (skewed * topics.length)], NOISE);
  }

  private float[] around(float[] centre, double spread) {
    float[] vector = new float[dimension];
    for (int d = 0; d < dimension; d++) {
      vector[d] = (float) (centre[d] + spread * random.nextGaussian());
    }
    return vector;
  }

  /** Writes vectors to a file: {@code FILE.npy DOCUMENTS DIMENSION [SEED]}. */
  public static void main(String[] arguments) throws IOException {
    int documents = Integer.parseInt(arguments[1]);
    int dimension = Integer.parseInt(arguments[2]);
    long seed = arguments.length > 3 ? Long.parseLong(arguments[3]) : 0;
    MadeVectors vectors = new MadeVectors(documents, dimension, seed);
    try (NpyWriter writer = NpyWriter.float32(Path.of(arguments[0]), documents, dimension)) {
      for (int i = 0; i < documents; i++) {
        writer.write(vectors.next());
      }
      writer.commit();
    }
  }
}
