//! Trainers and evaluation: read the corpora, write the model files.
