package dev.icp.internal.base;

/** Which documents should not share a context. */
public interface Apart {
  /** Returns whether there is any that this one should not share a context with. */
  boolean any(int document);

  /** Returns whether two should not share a context; a document may with itself. */
  boolean near(int a, int b);
}
