/**
 * Vectors from sentence-embedding models in local folders ({@link dev.icp.models.DjlEmbedder}), run
 * by ONNX Runtime or PyTorch by way of DJL.
 */
@NullMarked
package dev.icp.models;

import org.jspecify.annotations.NullMarked;
