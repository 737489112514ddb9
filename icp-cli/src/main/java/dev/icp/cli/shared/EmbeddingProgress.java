package dev.icp.cli.shared;

import dev.icp.ProgressListener;
import dev.icp.Stage;
import dev.icp.models.DjlEmbedder;

/**
 * Shows reading and embedding, which go on at the same time, as what they wait for: texts that go
 * through the model.
 */
public final class EmbeddingProgress implements ProgressListener {
  private final ProgressListener display;
  private final DjlEmbedder embedder;
  private final long total;

  /**
   * @param total documents in all; −1 if unknown
   */
  public EmbeddingProgress(ProgressListener display, DjlEmbedder embedder, long total) {
    this.display = display;
    this.embedder = embedder;
    this.total = total;
  }

  @Override
  public void progress(Stage stage, long done, long of) {
    if (stage == Stage.READ || stage == Stage.EMBED) {
      long embedded = embedder.embedded() + embedder.kept() + embedder.copies();
      // More than were counted if the input has grown since.
      display.progress(Stage.EMBED, total < 0 ? embedded : Math.min(total, embedded), total);
    } else {
      display.progress(stage, done, of);
    }
  }
}
