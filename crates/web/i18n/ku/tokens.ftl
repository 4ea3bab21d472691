# Nivîsên ji bo tokenan: beşa mayî bi îngilîzî tê gotin.
tokens-title = Token ji bo bernameyan
