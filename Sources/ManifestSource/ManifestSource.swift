internal import MeshModel
