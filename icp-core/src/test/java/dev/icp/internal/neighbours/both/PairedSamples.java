package dev.icp.internal.neighbours.both;

import dev.icp.contract.DenseSamples;
import dev.icp.contract.SparseSamples;
import dev.icp.spi.PairedVectors;

/** Made vectors of both kinds; who is near by the one need not be near by the other. */
final class PairedSamples {
  private PairedSamples() {}

  static PairedVectors of(int size, long seed, double weight) {
    return new PairedVectors(
        SparseSamples.withTopics(size, seed),
        DenseSamples.clustered(size, 24, 1 + size / 20, 0.7, seed + 1),
        weight);
  }
}
