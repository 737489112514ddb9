package dev.icp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.icp.internal.neighbours.sparse.SparseCellJoin;
import dev.icp.spi.NeighbourIndex;
import dev.icp.spi.SparseVectors;
import dev.icp.spi.StageResources;
import dev.icp.spi.Vectors;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An index that is brought up to date finds no less. */
class GrowingCellsTest {
  @TempDir private Path folder;

  /** Cells find some; what is new is compared with all. */
  @Test
  void recallDoesNotFall() {
    List<Document> documents = StepsTest.corpus(1200);
    List<Document> few = new ArrayList<>(documents);
    for (int i = few.size() - 1; i >= 0; i -= 6) {
      few.remove(i);
    }
    NeighbourIndex<SparseVectors> cells = new SparseCellJoin(0.8, 100, 20);
    CorpusIndex part =
        ContextBuilder.of(few)
            .neighbours(Embedders.lexical(), cells, 10)
            .index(folder.resolve("part"));
    CorpusIndex updated =
        part.update(
            ContextBuilder.of(documents).neighbours(Embedders.lexical(), cells, 10),
            folder.resolve("updated"));
    assertThat(updated.changes())
        .contains(new CorpusIndex.Changes(few.size(), documents.size() - few.size(), 0, 0, 0));
    double before = sampledRecall(part);
    assertThat(before).isLessThan(1);
    assertThat(sampledRecall(updated)).isGreaterThanOrEqualTo(before);
  }

  private double sampledRecall(CorpusIndex index) {
    try (StageResources resources = StageResources.open(1, 0);
        IndexFiles.Opened files = index.open(resources.storage(), resources.storage());
        Vectors vectors = files.vectors()) {
      return NeighbourIndexes.sampledRecall(
          index.graph(), (SparseVectors) Objects.requireNonNull(vectors), 2000, resources);
    }
  }
}
