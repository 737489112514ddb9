/**
 * Vectors from sentence-embedding models in local folders ({@link dev.icp.djl.DjlEmbedder}), run by
 * ONNX Runtime or PyTorch by way of DJL.
 */
@NullMarked
package dev.icp.djl;

import org.jspecify.annotations.NullMarked;
